import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Options {
  /** The folder for the compressed files. Those of an earlier build are removed from it. */
  into: string;
  /** For pages by their file name: how many bytes of script, gzipped, they may load at once. */
  budgets: Record<string, number>;
}

/**
 * Puts each file of a build into a folder, gzipped and with .gz behind its name, for the Go program to embed. Says what
 * each page loads at once, and fails where that is more than its budget.
 */
export function compressed({ into, budgets }: Options): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle(options, bundle) {
      const from = options.dir!;
      const target = join(import.meta.dirname, into);
      for (const name of files(target)) if (name.endsWith('.gz')) rmSync(join(target, name));
      const sizes = new Map<string, number>();
      for (const name of files(from)) {
        const packed = gzipSync(readFileSync(join(from, name)), { level: 9 });
        sizes.set(name, packed.length);
        mkdirSync(dirname(join(target, name)), { recursive: true });
        writeFileSync(join(target, name + '.gz'), packed);
      }
      for (const page of [...sizes.keys()].filter(name => name.endsWith('.html'))) {
        const [scripts, styles] = atOnce(page, bundle).map(names => sum(names, sizes)) as [number, number];
        this.info(`${page}: ${scripts} bytes of script and ${styles} of style at once, gzipped`);
        const budget = budgets[page];
        if (budget !== undefined && scripts > budget) {
          this.error(`${page} loads ${scripts} bytes of script at once, gzipped, and may load ${budget}`);
        }
      }
    },
  };
}

/** The scripts and the styles that a page loads at once: its own and what these import statically. */
function atOnce(page: string, bundle: Rolldown.OutputBundle): [Set<string>, Set<string>] {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const follow = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || scripts.has(name)) return;
    scripts.add(name);
    chunk.viteMetadata?.importedCss.forEach(css => styles.add(css));
    chunk.imports.forEach(follow);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === 'chunk' && chunk.isEntry && chunk.facadeModuleId === join(import.meta.dirname, page)) follow(name);
  }
  if (scripts.size === 0) throw new Error(`${page} loads no script`);
  return [scripts, styles];
}

function sum(names: Set<string>, sizes: Map<string, number>): number {
  return [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
}

/** The files in a folder and the folders in it, by their path from there. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
