# Perl computes under a timer; the handler sees how far the loops and the arrays are.
use strict;
use warnings;
use Time::HiRes qw(setitimer ITIMER_REAL);

my $show = $ENV{JRR_SHOW};
my ($i, $ticks, @counts, %words) = (0, 0);
@counts = (0) x 5000;
local $| = 1;
$SIG{ALRM} = sub {
  $ticks++;
  syswrite(STDOUT, "shown: tick $ticks: i $i, count $counts[777], words " . scalar(keys %words) . "\n")
    if $show;
};
setitimer(ITIMER_REAL, 0.005, 0.005);

# The loop's variable is the only thing that changes.
for ($i = 0; $i < 8_000_000; $i++) {
}
print "loop $i\n";

# One element of a big array is.
while ($counts[777] < 5_000_000) {
  $counts[777]++;
}
print "element $counts[777]\n";

# Strings, hashes and regular expressions.
my $text = '';
for ($i = 0; $i < 300_000; $i++) {
  my $word = 'w' . ($i * 7919 % 5003);
  $words{$word}++;
  $text = substr($text . $word, -200) if $i % 3 == 0;
  $text =~ s/w(\d)(\d+)/w$2$1/ if $i % 16 == 0;
}
print "words ", scalar(keys %words), ", text $text\n";

sub fib { my $n = shift; return $n < 2 ? $n : fib($n - 1) + fib($n - 2) }
print "fib ", fib(22), "\n";

setitimer(ITIMER_REAL, 0);
die "no tick came" unless $ticks;
print "shown: ticks $ticks\n" if $show;
