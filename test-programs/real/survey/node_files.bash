# Node writes and reads 300 files on its thread pool.
# needs: node

node - << 'END'
const fs = require('fs');

const FILES = 300;
let read = 0;
for (let i = 0; i < FILES; i++) {
  fs.writeFile(`file${i}`, 'x'.repeat(i), () => {
    fs.readFile(`file${i}`, () => {
      if (++read === FILES) {
        console.log(read);
      }
    });
  });
}
END
