/** Always fails, and says what time it thinks it is. */
exports.handler = async (event) => {
  throw new TypeError(`${event['detail-type']} at ${new Date().toISOString()}`);
};
