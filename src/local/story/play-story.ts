import { storyAccounts } from './accounts.ts';
import { approvalScenes } from './approval-scenes.ts';
import { conversationName } from './conversation-name.ts';
import { narrator } from './narrate.ts';
import { type Scene, scenes } from './scenes.ts';
import { startWorld, type World } from './start-world.ts';
import { passTimeTo, type StoryWorld } from './story-world.ts';
import { switchScenes } from './switch-scenes.ts';

export interface StoryOptions {
  readonly templates: { readonly hub: string; readonly member: string };
  readonly functionsFolder: string;
  readonly configuration: unknown;
  readonly seed: number;
  readonly port?: number;
  readonly print: (line: string) => void;
}

/** Plays the story from the first scene to the last and leaves the world running. */
export const playStory = async (options: StoryOptions): Promise<World> => {
  const { print } = options;
  const world = await startWorld({
    templates: options.templates,
    functionsFolder: options.functionsFolder,
    accounts: storyAccounts,
    configuration: options.configuration,
    startAt: scenes[0]?.at ?? '2026-11-02T09:00:00Z',
    seed: options.seed,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  try {
    await playScenes({ ...world, print }, [...scenes, ...approvalScenes, ...switchScenes]);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
};

const playScenes = async (world: StoryWorld, all: readonly Scene[]): Promise<void> => {
  const told = narrator(world.organization, world.slack, world.print, conversationName);
  const stage = { narrator: told, keys: new Map<string, string>() };
  for (const scene of all) {
    await passTimeTo(world, scene.at);
    await told.catchUp();
    told.scene(scene.title);
    await scene.play(world, stage);
    await told.catchUp();
  }
};
