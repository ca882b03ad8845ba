import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { readQuestion, type Question } from '../question.ts';
import { useOpen, useRun } from './open.ts';

/** Fetches the answer to what the page opens with, and opens what a link on it leads to. */
export function Opening({ linked }: { linked: Question | undefined }) {
  const ready = useGraphiQL(state => Boolean(state.queryEditor && state.variableEditor && state.responseEditor));
  const queryEditor = useGraphiQL(state => state.queryEditor);
  const run = useRun();
  const openTab = useOpen();
  const done = useRef(false);
  useEffect(() => {
    if (ready && !done.current) {
      done.current = true;
      run(linked?.operationName);
    }
  }, [ready, run, linked]);
  useEffect(() => queryEditor?.updateOptions({ wordWrap: 'on' }), [queryEditor]); // as the answer's editor does
  useEffect(() => {
    const follow = (): void => {
      const question = readQuestion(location.hash);
      if (question) openTab(question);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [openTab]);
  return null;
}
