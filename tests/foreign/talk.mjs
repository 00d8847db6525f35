// How the test that started a script and the script talk: one JSON line each way.
import readline from 'node:readline'

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()

/** Says something and waits for the answer. */
export async function ask(message) {
  console.log(JSON.stringify(message))
  const { value, done } = await lines.next()
  if (done) throw new Error('nobody answered')
  return JSON.parse(value)
}

/** Says the last thing. */
export function tell(message) {
  console.log(JSON.stringify(message))
  process.stdin.destroy()
}
