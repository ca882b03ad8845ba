import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { useCallback } from 'react';
import type { Question } from '../question.ts';

/**
 * Fetches the answer to what the editors hold. GraphiQL reads the names of a query's operations a moment after the query
 * was put into its editor, and would send an earlier name with it; so they are read here first.
 */
export function useRun(): (operationName?: string) => void {
  const { run, setOperationFacts, setOperationName } = useGraphiQLActions();
  const queryEditor = useGraphiQL(state => state.queryEditor);
  return useCallback(
    operationName => {
      const documentAST = parsed(queryEditor?.getValue() ?? '');
      const operations = documentAST?.definitions.filter(isOperation) ?? [];
      const name = operationName ?? operations[0]?.name?.value;
      setOperationFacts({ ...(documentAST && { documentAST }), ...(name && { operationName: name }), operations });
      setOperationName(name ?? '');
      run();
    },
    [queryEditor, run, setOperationFacts, setOperationName],
  );
}

/** Opens a question with its answer: in the tab that has it already, or in a new one. */
export function useOpen(): (question: Question) => void {
  const { addTab, changeTab } = useGraphiQLActions();
  const { queryEditor, variableEditor, tabs } = useGraphiQL(pick('queryEditor', 'variableEditor', 'tabs'));
  const run = useRun();
  return useCallback(
    ({ query, variables = '', operationName }) => {
      const at = tabs.findIndex(tab => tab.query === query && (tab.variables ?? '') === variables);
      if (at >= 0) {
        changeTab(at);
      } else {
        addTab();
        queryEditor?.setValue(query);
        variableEditor?.setValue(variables);
      }
      run(operationName);
    },
    [addTab, changeTab, queryEditor, run, tabs, variableEditor],
  );
}

function isOperation(node: { kind: string }): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

/** A query's document, or undefined where it is not one, which the server says better. */
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}
