# Four threads of perl's add up.
# needs: perl

perl - << 'END'
use threads;

sub add {
  my $sum = shift;
  $sum += $_ for 1 .. 100000;
  return $sum;
}

my @threads = map { threads->create(\&add, $_) } 1 .. 4;
print join(" ", map { $_->join } @threads), "\n";
END
