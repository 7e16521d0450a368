/* The palette's list as it is drawn: groups of options from the page's templates. */
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function option(command, number) {
  const drawn = template("palette-option");
  drawn.id = `palette-option-${number}`;
  drawn.command = command;
  const [label, detail, keys] = drawn.querySelectorAll("[data-label], [data-detail], [data-keys]");
  label.textContent = command.label;
  detail.textContent = command.detail;
  keys.append(...command.keys.split(" ").filter(Boolean).map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  return drawn;
}

/** Returns the options, in their order. */
export function draw(list, suggestions) {
  const options = [];
  const groups = suggestions.filter(([, commands]) => commands.length).map(([heading, commands], place) => {
    const drawn = template("palette-group"), [title] = drawn.children;
    title.textContent = heading;
    title.id = `palette-group-${place}`;
    drawn.setAttribute("aria-labelledby", title.id);
    const added = commands.map((command, number) => option(command, options.length + number));
    options.push(...added);
    drawn.append(...added);
    return drawn;
  });
  list.replaceChildren(...groups);
  return options;
}
