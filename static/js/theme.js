/* Before the first paint: the chosen colour scheme (theme-switch.js stores it). Classic and blocking, on purpose. */
{
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* storage may be forbidden; the system's scheme it is */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
