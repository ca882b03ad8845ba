// What failed, and how many there were: the audits alone would fill a screen.
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === 'test:pass') passed++;
    if (type === 'test:stderr') yield data.message;
    if (type === 'test:fail') {
      failed++;
      yield `${data.file}: ${data.name}\n${data.details.error.cause?.stack ?? data.details.error}\n`;
    }
  }
  yield `clients: ${passed} passed, ${failed} failed\n`;
}
