const http = require('http');
const { createHash, randomBytes: random } = require('node:crypto');
const debug = require('debug')('app:server');
const config = require('./config').server;
var legacy = _interopRequireDefault(require('./legacy'));

exports.version = '1.2.0';
exports.digest = function (text) {
  return createHash('sha256').update(text).digest('hex');
};
exports.start = start;
module.exports.stop = () => http.close();

function start(port) {
  debug('listening', port);
  return require('./routes').mount(port);
}

function User(name) {
  this.name = name;
}
User.prototype.greet = function () {
  return 'hello ' + this.name;
};

process.env['MODE'] = 'plain';
if (config) {
  start(config.port);
}
module.exports = { User, begin: start, limit: 5, routes: require('./routes'), ...require('./errors') };
