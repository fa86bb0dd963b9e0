let invocations = 0;

/** Says what the runtime gave it. */
exports.handler = async (event, context) => {
  invocations += 1;
  process.stdout.write(`echo ${invocations}\n`);
  return {
    event,
    invocations,
    requestId: context.awsRequestId,
    hasTime: context.getRemainingTimeInMillis() > 0,
    now: Date.now(),
    date: new Date().toISOString(),
    text: Date().slice(11, 15),
    given: new Date(0).toISOString(),
    isDate: new Date() instanceof Date,
    own: process.env.OWN,
    inherited: process.env.PATH,
  };
};
