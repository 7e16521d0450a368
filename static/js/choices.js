/* What one chose for this browser: a notification needs the browser's own permission, a sound suits one desk and not the
   next, so none of it follows a person around. Kept like the theme; without storage it is as if nothing was chosen. */
const DEFAULTS = {
  "notify": false, "notify-mine": true, "notify-unassigned": true, "notify-mentions": true, "sound": false, "keys": true,
};

export function chosen(name) {
  try {
    const value = localStorage.getItem(`choice:${name}`);
    return value === null ? DEFAULTS[name] : value === "on";
  } catch {
    return DEFAULTS[name];
  }
}

/** Whether it could be kept. */
export function choose(name, value) {
  try {
    localStorage.setItem(`choice:${name}`, value ? "on" : "off");
    return true;
  } catch {
    return false;
  }
}
