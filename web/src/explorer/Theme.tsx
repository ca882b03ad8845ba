import { useEffect, useState } from 'react';

const key = 'onrecord:theme';
const themes = ['system', 'light', 'dark'] as const;

const names = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** Light, dark, or as the system has it. */
export function Theme() {
  const [theme, setTheme] = useState(() => localStorage.getItem(key) ?? 'system');
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'system' ? 'light dark' : theme;
    localStorage.setItem(key, theme);
  }, [theme]);
  return (
    <select aria-label="Colours" value={theme} onChange={event => setTheme(event.target.value)}>
      {themes.map(name => (
        <option key={name} value={name}>
          {names[name]}
        </option>
      ))}
    </select>
  );
}
