# Sed and perl edit in place; perl forks, and an alarm ends its sleep.
# needs: perl

seq 20000 > lines
sed -i 's/1/one/g' lines
perl -pi -e 's/2/two/' lines
md5sum lines
perl - << 'END'
use POSIX;

my $child = fork;
POSIX::_exit(4) if $child == 0;
waitpid($child, 0);
print $? >> 8, "\n";
local $SIG{ALRM} = sub { die "alarm\n" };
eval {
  alarm 1;
  select(undef, undef, undef, 60);
};
print $@;
END
