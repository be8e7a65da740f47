# Man formats a page, in a sandbox of libseccomp's.
# needs: man

cat > page.1 << 'END'
.TH PAGE 1
.SH NAME
page \- a page of the manual
.SH DESCRIPTION
It is
.B short
and says little.
END
gzip page.1
MANWIDTH=80 man -P cat -l page.1.gz
