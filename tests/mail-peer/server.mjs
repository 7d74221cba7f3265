// A mail server to test against: takes every mail, keeps it, and has the faults it is asked for.
//
//   node server.mjs [--port 0] [--security none|starttls|tls --cert FILE --key FILE] [--auth PLAIN,LOGIN --user U --password P] [--fault STEP=FAULT [--times N]]
//
// Prints one line {"port":N} when it listens. Then each line on its input is a question and is answered by one line:
// "count" by {"connections":N,"mails":N}, "report" by the same with what was heard and the mails as a mail program reads them. Ends when its input does.
//
// STEP: greeting, ehlo, starttls, auth, mail, rcpt, data (the command), body (in the midst of the mail), dot (after the final dot, the mail is in), idle (after an accepted mail).
// FAULT: hang, drop, or an answer as "451 come back later". --times: how often, then it is healed; without it always.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    security: { type: 'string', default: 'none' },
    cert: { type: 'string' },
    key: { type: 'string' },
    auth: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    fault: { type: 'string' },
    times: { type: 'string', default: 'Infinity' },
  },
});
const at = options.fault?.indexOf('=');
const fault = options.fault && { step: options.fault.slice(0, at), how: options.fault.slice(at + 1), left: Number(options.times) };
const heard = [];
const mails = [];
let connections = 0;

/** What to do wrong at this step now: "hang", "drop", an answer, or nothing. */
function faultAt(step) {
  if (fault?.step !== step || fault.left <= 0) return undefined;
  fault.left--;
  return fault.how;
}

const connectionOf = session => [...server.connections].find(c => c.id === session.id);

function refusal(answer) {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
}

/** Plays a fault in place of what the server would do; true where there was one. */
function play(how, connection, answer) {
  if (how === undefined) return false;
  if (how === 'drop') connection._socket.destroy();
  else if (how !== 'hang') answer(refusal(how));
  return true;
}

const answerCommand = SMTPConnection.prototype._onCommand;
SMTPConnection.prototype._onCommand = function (line, next) {
  const isSecret = Boolean(this._nextHandler);
  const [word] = line.toString().split(' ');
  heard.push(isSecret ? '(secret)' : /^AUTH/i.test(word) ? line.toString().split(' ', 2).join(' ') : line.toString());
  const how = isSecret ? undefined : faultAt(word.toLowerCase());
  const answer = error => {
    this.send(error.responseCode, error.message);
    next();
  };
  if (!play(how, this, answer)) answerCommand.call(this, line, next);
};

const server = new SMTPServer({
  banner: 'test',
  secure: options.security === 'tls',
  ...(options.security !== 'none' && { cert: readFileSync(options.cert), key: readFileSync(options.key) }),
  authMethods: options.auth?.split(',') ?? [],
  disabledCommands: [...(options.security === 'starttls' ? [] : ['STARTTLS']), ...(options.auth ? [] : ['AUTH'])],
  allowInsecureAuth: true,
  disableReverseLookup: true,
  onConnect(session, done) {
    connections++;
    if (!play(faultAt('greeting'), connectionOf(session), done)) done();
  },
  onAuth(auth, session, done) {
    const isRight = auth.username === options.user && auth.password === options.password;
    if (isRight) done(null, { user: auth.username });
    else done(Object.assign(new Error('wrong user or password'), { responseCode: 535 }));
  },
  onData(stream, session, done) {
    const connection = connectionOf(session);
    const inBody = faultAt('body');
    const chunks = [];
    stream.on('error', () => {}); // the client hung up in the midst
    stream.on('data', chunk => {
      if (inBody === 'drop') connection._socket.destroy();
      chunks.push(chunk);
    });
    stream.on('end', () => {
      if (inBody !== undefined && (inBody === 'drop' || play(inBody, connection, done))) return;
      const atDot = faultAt('dot');
      const isRefused = atDot !== undefined && atDot !== 'drop' && atDot !== 'hang';
      if (!isRefused) mails.push({ raw: Buffer.concat(chunks), from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(r => r.address), connection: connections, isSecure: session.secure, user: session.user || null });
      if (play(atDot, connection, done)) return;
      done();
      const idle = faultAt('idle');
      if (idle !== undefined) setImmediate(() => play(idle, connection, error => connection.send(error.responseCode, error.message)));
    });
  },
});
server.on('error', () => {}); // a client that hangs up is part of the test and must not end the server

async function read(mail) {
  const parsed = await simpleParser(mail.raw);
  return {
    from: mail.from,
    to: mail.to,
    connection: mail.connection,
    isSecure: mail.isSecure,
    user: mail.user,
    messageId: parsed.messageId,
    subject: parsed.subject,
    fromText: parsed.from.text,
    toText: parsed.to.text,
    text: parsed.text,
    html: parsed.html || null,
    headers: Object.fromEntries(parsed.headerLines.map(h => [h.key, h.line])),
    attachments: parsed.attachments.map(a => ({ fileName: a.filename, contentType: a.contentType, content: a.content.toString('base64') })),
  };
}

server.listen(Number(options.port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));

const questions = createInterface({ input: process.stdin });
for await (const question of questions) {
  const count = { connections, mails: mails.length };
  console.log(JSON.stringify(question === 'report' ? { ...count, heard, received: await Promise.all(mails.map(read)) } : count));
}
process.exit(0);
