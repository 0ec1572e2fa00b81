/** How wide WeChat counts a text: a Chinese character is two of others. */
export function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (character > "\xff" ? 2 : 1), 0);
}
