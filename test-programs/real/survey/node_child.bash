# Node runs a pipeline for its output, and starts five children that end at once.
# needs: node

node - << 'END'
const { exec, spawn } = require('child_process');

exec('seq 100 | wc -l', (error, output) => console.log(output.trim()));
for (let i = 0; i < 5; i++) {
  spawn('true');
}
END
