// A worker process as the pool sees it: says that it serves, or why it cannot, and answers with what its primary answers.
const behaviour = process.argv[2];
let asked = 0;
const waiting = new Map();

process.on('message', (message) => {
  if (message.kind === 'start') {
    if (behaviour === 'end') process.exit(3);
    else if (behaviour === 'refuse') process.send({ kind: 'failed', message: 'the key is missing', operator: true }, () => process.exit(1));
    else {
      process.send({ kind: 'mailQueued' });
      process.send({ kind: 'ready' });
    }
  }
  if (message.kind === 'drain') process.exit(0);
  if (message.frame === 'ask') {
    asked += 1;
    waiting.set(asked, message.id);
    process.send({ frame: 'ask', id: asked, kind: 'metrics', ask: null });
  }
  if (message.frame === 'answer') process.send({ frame: 'answer', id: waiting.get(message.id), answer: message.answer });
});
process.on('disconnect', () => process.exit(1));
