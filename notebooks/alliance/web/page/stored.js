// The browser's storage, which may be refused (a frame of another site, private windows).
export function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch { /* then it lasts as long as this page */ }
}

// What the host keeps for the pages: by lesson {answered, right, of, minutes, later}.
export function standing() {
  try {
    return JSON.parse(stored("alliance:standing")) ?? {};
  } catch {
    return {};
  }
}
