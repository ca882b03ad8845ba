import { Button, Dialog, tryParseJSONC, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { playgroundLink, type Question } from '../question.ts';
import { curl, save, take, type Form } from '../takeaway.ts';

/** What is shown when something could not be done at a click alone. */
type Notice =
  | { kind: 'error'; messages: string[] }
  | { kind: 'rows'; choices: string[] } // several lists could be the rows of the table
  | { kind: 'text'; title: string; text: string }; // the browser does not let the page copy it

/** Under the answer: take it away as a file, or the question as a link or a command. */
export function TakeAway() {
  const question = useQuestion();
  const [notice, setNotice] = useState<Notice>();
  const [done, setDone] = useState('');

  const attempt = (work: (asked: Question) => Promise<void> | void) => async (): Promise<void> => {
    setDone('');
    setNotice(undefined);
    try {
      await work(question());
    } catch (error) {
      setNotice({ kind: 'error', messages: [error instanceof Error ? error.message : String(error)] });
    }
  };
  const download = (form: Form, rows?: string) =>
    attempt(async asked => {
      const taken = await take(asked, form, rows);
      if (taken.kind === 'file') {
        save(taken);
        setDone(`Saved ${taken.name}`);
      } else if (taken.choices.length > 0) {
        setNotice({ kind: 'rows', choices: taken.choices });
      } else {
        setNotice({ kind: 'error', messages: taken.messages });
      }
    });
  const copy = (title: string, write: (asked: Question) => string) =>
    attempt(async asked => {
      const text = write(asked);
      try {
        await navigator.clipboard.writeText(text);
        setDone(`${title} copied`);
      } catch {
        setNotice({ kind: 'text', title, text });
      }
    });
  const link = (asked: Question): string => {
    history.replaceState(null, '', playgroundLink(asked));
    return location.href;
  };

  return (
    <div className="takeaway" role="group" aria-label="Take it away">
      <span>
        Answer as <Choice onClick={download('csv')}>CSV</Choice> <Choice onClick={download('json')}>JSON</Choice>
      </span>
      <span>
        Query as <Choice onClick={copy('Link', link)}>link</Choice>{' '}
        <Choice onClick={copy('Command', asked => curl(asked, location.origin))}>curl</Choice>
      </span>
      <span role="status">{done}</span>
      <Dialog open={notice !== undefined} onOpenChange={open => open || setNotice(undefined)}>
        <div className="graphiql-dialog-header">
          <Dialog.Title className="graphiql-dialog-title">{notice && title(notice)}</Dialog.Title>
          <Dialog.Close />
        </div>
        <div className="notice">
          {notice?.kind === 'error' && notice.messages.map((message, i) => <p key={i}>{message}</p>)}
          {notice?.kind === 'text' && <textarea readOnly rows={6} value={notice.text} onFocus={e => e.target.select()} aria-label={notice.title} />}
          {notice?.kind === 'rows' && (
            <>
              <Dialog.Description>The answer has several lists. Each item of the one you pick is a row; the others are kept as JSON in a cell.</Dialog.Description>
              {notice.choices.map(rows => (
                <Button key={rows} type="button" onClick={download('csv', rows)}>
                  {rows}
                </Button>
              ))}
            </>
          )}
        </div>
      </Dialog>
    </div>
  );
}

function title(notice: Notice): string {
  switch (notice.kind) {
    case 'error':
      return 'That did not work';
    case 'rows':
      return 'Which list gives the rows?';
    case 'text':
      return notice.title;
  }
}

function Choice({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  );
}

/** Gives the question that the editors hold when it is called. Throws where the variables are not JSON. */
function useQuestion(): () => Question {
  const state = useGraphiQL(({ queryEditor, variableEditor, operationName }) => ({ queryEditor, variableEditor, operationName }));
  return () => {
    const variables = parsed(state.variableEditor?.getValue());
    return {
      query: state.queryEditor?.getValue() ?? '',
      ...(variables && { variables: JSON.stringify(variables) }),
      ...(state.operationName && { operationName: state.operationName }),
    };
  };
}

function parsed(variables: string | undefined): Record<string, unknown> | undefined {
  try {
    return tryParseJSONC(variables);
  } catch (error) {
    throw new Error(`The variables ${error instanceof Error ? error.message : error}`);
  }
}
