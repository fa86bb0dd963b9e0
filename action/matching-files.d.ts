export declare const matchingFiles: (root: string, globs: readonly string[]) => readonly string[];
