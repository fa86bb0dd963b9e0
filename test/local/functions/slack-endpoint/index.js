/** Answers what it got, so that a test can see the event. */
exports.handler = async (event) => ({
  statusCode: 202,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
});
