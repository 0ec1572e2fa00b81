/** Unique enough among one driver's commands, and for one phone: the time, and 100 random bits. */
export function newId(): string {
  const random = () => Math.floor(Math.random() * 0x3ffffff).toString(36);
  return `${Date.now().toString(36)}-${random()}${random()}${random()}${random()}`;
}
