const escaped = (text) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands = { error: 'error', warning: 'warning', note: 'notice' };

const placeOf = (result) => {
  const { artifactLocation, region } = result.locations[0]?.physicalLocation ?? {};
  const file = artifactLocation === undefined ? '' : decodeURIComponent(artifactLocation.uri);
  return { file, line: region?.startLine ?? 1 };
};

/**
 * A SARIF result as a line in the pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const annotation = (result) => {
  const { file, line } = placeOf(result);
  const title = `${result.properties.severity}: ${result.ruleId}`;
  const where = `file=${escapedProperty(file)},line=${line},title=${escapedProperty(title)}`;
  return `::${commands[result.level]} ${where}::${escaped(result.message.text)}`;
};

/** Text of a policy in a table: nothing in it is Markdown or HTML. */
const cell = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|@#]/g, '\\$&')
    .replaceAll(/\s+/g, ' ');

const verdictOf = { unsafe: '🔴', broken: '🟠', broad: '🟡' };

/** The step's summary: one row a finding, gravest roles as they come. */
export const summary = (results, fileCount) => {
  const head = `### lastkey trust\n\n${results.length === 0 ? 'Nothing found' : `${results.length} findings`} in ${fileCount} files.\n`;
  if (results.length === 0) return head;
  const rows = results.map((result) => {
    const { source, verdict, severity } = result.properties;
    return `| ${verdictOf[verdict] ?? ''} ${verdict} | ${cell(source)} | ${severity} | ${cell(result.message.text)} |`;
  });
  return [head, '| verdict | role | severity | finding |', '|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
};
