exports.handler = () =>
  new Promise(() => {
    setImmediate(() => {
      throw new RangeError('nobody caught me');
    });
  });
