import type { Node } from 'jsonc-parser/lib/esm/main.js';
import { errorMessage } from '../core/errorMessage.ts';
import { type CollectConfig, mixProblem, parseTarget } from '../core/collect.ts';
import { fields, knownFields, type Report, reportUnfit } from './configNodes.ts';

/** What a section says of what to collect. A mix that is none is told, and kept: whoever asks for it is told once more. */
export function readCollectConfig(node: Node, report: Report): CollectConfig {
  const found = knownFields(node, ['by', 'target', 'mix'], report, '“collect”');
  const [by, target, mix] = (['by', 'target', 'mix'] as const).map((name) => found.get(name));
  return {
    ...(by && readBy(by, report)),
    ...(target && readTarget(target, report)),
    ...(mix && { mix: readMix(mix, report) }),
  };
}

function readBy(node: Node, report: Report): Pick<CollectConfig, 'by'> {
  const names = node.type === 'string' ? [node] : node.type === 'array' ? (node.children ?? []) : [];
  const isList = node.type === 'string' || node.type === 'array';
  if (!isList || names.some(({ type }) => type !== 'string')) reportUnfit(report, node, '“by” wants a list of column names');
  return isList ? { by: names.filter(({ type }) => type === 'string').map(({ value }) => String(value)) } : {};
}

function readTarget(node: Node, report: Report): Pick<CollectConfig, 'target'> {
  try {
    return { target: parseTarget(String(node.value)) };
  } catch (error) {
    report(node, errorMessage(error));
    return {};
  }
}

function readMix(node: Node, report: Report): Record<string, Record<string, number>> {
  return Object.fromEntries([...fields(node, report, '“mix”')].map(([column, shares]) => {
    const read = Object.fromEntries(
      [...fields(shares, report, `“${column}”`, 'an object with a share for each value')].flatMap(([value, share]): [string, number][] => {
        const given: unknown = share.value;
        if (typeof given === 'number') return [[value, given]];
        reportUnfit(report, share, `“${value}” wants a share from 0 to 1`);
        return [];
      }),
    );
    const problem = mixProblem(column, read);
    if (problem !== null) report(shares, problem);
    return [column, read];
  }));
}
