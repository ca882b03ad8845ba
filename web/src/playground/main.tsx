import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import { Playground } from './Playground.tsx';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './playground.css';

createRoot(document.getElementById('root')!).render(<Playground />);
