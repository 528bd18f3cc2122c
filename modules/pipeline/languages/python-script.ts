/** A script of Python within a script of bash; a quoted here-document is taken as it stands (Bash Reference Manual, "Here Documents"). */
export const pythonScript = (words: string, script: string): string => `python3 - ${words} <<'END_OF_PYTHON'\n${script.trim()}\nEND_OF_PYTHON`;
