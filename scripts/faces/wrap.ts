/**
 * Lines of at most the given width, broken at spaces, and within a word only where it is longer than a line.
 * Every line but the first is two columns further in.
 */
export const wrap = (text: string, columns: number, indent: number): readonly string[] => {
  const width = columns - indent - 2;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\s)/)) {
    let rest = word;
    if (line !== "" && [...(line + rest.trimEnd())].length > width) {
      lines.push(line);
      line = "";
    }
    while ([...rest.trimEnd()].length > width) {
      lines.push([...rest].slice(0, width).join(""));
      rest = [...rest].slice(width).join("");
    }
    line += rest;
  }
  lines.push(line);
  return lines.map((part, index) => `${" ".repeat(index === 0 ? indent : indent + 2)}${part.trimEnd()}`);
};
