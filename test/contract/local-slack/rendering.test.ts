import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDirectory } from '../../../src/local/slack/directory.ts';
import { plain } from '../../../src/local/slack/render/element.ts';
import { html } from '../../../src/local/slack/render/html.ts';
import { type Context, mrkdwn } from '../../../src/local/slack/render/mrkdwn.ts';
import cases from './mrkdwn-cases.json' with { type: 'json' };
import { botToken, clientOf, maya, omar, signingSecret, startWorkspace } from './workspace.ts';

const context: Context = {
  directory: createDirectory({
    people: [maya, omar],
    channels: [{ id: 'C0SEC', name: 'cloud-security', members: [] }],
    usergroups: [{ id: 'S0CLOUDSEC', handle: 'cloud-security-oncall', users: [] }],
  }),
  reader: { timeZone: 'UTC', nowMs: Date.UTC(2026, 10, 23, 12) },
};

test.each(cases)('mrkdwn: $name', ({ text, html: expected, verbatim }) => {
  expect(mrkdwn(text, context, verbatim).markup).toBe(expected);
});

const ours = [
  /<\/?(strong|em|s|code|pre|blockquote)>/g,
  /<br>/g,
  /<span class="mention">|<\/span>/g,
  /<a href="(https?:|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer">|<\/a>/gi,
  /<time datetime="[^"<>]*" title="[^"<>]*">|<\/time>/g,
];

test('whatever is written, only our own tags come out', () => {
  const piece = fc.constantFrom(
    ...[
      '<',
      '>',
      '|',
      '"',
      "'",
      '&',
      '&lt;',
      '*',
      '_',
      '~',
      '`',
      '```',
      '\n',
      '> ',
      ':key:',
      '!date^',
      '<javascript:',
      '<https://',
      '<!date^1^{time}^javascript:',
    ],
    ...[
      '^',
      '1',
      'https://',
      'javascript:',
      'mailto:',
      'script',
      ' onload=',
      '@U0MAYA',
      '{time}',
      'a',
    ],
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (written) => {
      const left = ours.reduce(
        (rest, tag) => rest.replace(tag, ''),
        mrkdwn(written, context).markup,
      );
      expect(left).not.toMatch(/[<>]/);
    }),
    { numRuns: 2000 },
  );
});

test('plain text shows the characters that apps must escape', () => {
  expect(plain({ type: 'plain_text', text: '&lt;role&gt; &amp;amp; :key:' })).toBe(
    '<role> &amp; 🔑',
  );
});

test('a template escapes every value that is not markup of its own', () => {
  expect(html`<p title="${'"><b>'}">${html`<i>${"'&"}</i>`}${false}${undefined}</p>`.markup).toBe(
    '<p title="&quot;&gt;&lt;b&gt;"><i>&#39;&amp;</i></p>',
  );
});

test('the exported page shows every conversation, runs nothing and holds no secret', async () => {
  const slack = await startWorkspace();
  const client = clientOf(slack);
  await client.chat.postMessage({ channel: 'C0SEC', text: '<script>alert(1)</script>' });
  await client.chat.postMessage({ channel: maya.id, text: 'for Maya' });
  await client.chat.postEphemeral({ channel: 'C0SEC', user: omar.id, text: 'for Omar' });
  await client.chat.postMessage({
    channel: 'C0SEC',
    text: 'x',
    blocks: [
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Press <b>' },
            action_id: '"><script>',
            url: 'javascript:alert(1)',
          },
        ],
      },
    ],
  });
  const page = slack.exportPage();
  expect(page).toContain('# cloud-security');
  expect(page).toContain('Direct messages to Maya Chen');
  expect(page).toContain('Only visible to Omar Haddad');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|src=|javascript:|https?:\/\/|url\(/i);
  expect(page).not.toContain(botToken);
  expect(page).not.toContain(signingSecret);
  await slack.close();
});
