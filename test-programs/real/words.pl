# Counts words with hashes and regular expressions, sorts, forks and reads a pipe.
use strict;
use warnings;

my (%count, $words);
while (my $line = <>) {
  while ($line =~ /([a-z]+)/g) {
    $count{$1}++;
    $words++;
  }
}
print "words $words\n";
print "$_ $count{$_}\n" for sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
my $pid = open(my $child, '-|') // die "fork: $!";
if ($pid == 0) {
  print join(',', map { $_ ** 2 } 1 .. 10), "\n";
  exit 5;
}
print "child says ", <$child>;
close($child);
print "child ended with ", $? >> 8, "\n";
print STDERR "and one line on standard error\n";
print "shown: pid $$ time ", time, "\n" if $ENV{JRR_SHOW};
