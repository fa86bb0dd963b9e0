exports.other = async () => {};
