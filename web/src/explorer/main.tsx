import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Start } from './Start.tsx';
import './explorer.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Start />
  </StrictMode>,
);
