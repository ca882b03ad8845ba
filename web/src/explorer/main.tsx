import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { client } from './client.ts';
import { Explorer } from './Explorer.tsx';
import './explorer.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Provider value={client}>
      <Explorer />
    </Provider>
  </StrictMode>,
);
