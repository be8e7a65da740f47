# Node's cluster has three children with channels to their parent.
# needs: node

cat > cluster.js << 'END'
const cluster = require('cluster');

if (cluster.isPrimary) {
  let ended = 0;
  for (let i = 0; i < 3; i++) {
    cluster.fork();
  }
  cluster.on('exit', () => {
    if (++ended === 3) {
      console.log('all ended');
    }
  });
} else {
  setTimeout(() => process.exit(0), 50);
}
END
node cluster.js
