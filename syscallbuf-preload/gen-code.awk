# Writes a Java class from lines "call NAME" (the calls that the hook knows), a line "source NUMBER"
# (a checksum of what the code is made from) and the bytes of the code, as od -t u1 prints them: one
# char a byte in string constants.
BEGIN {
  print "package dev.jrr.layout;\n\n/** The code of the jrr page and the hook (jrr_page.S, hook.c). Generated. */"
  print "public final class HookCode {\n  private HookCode() {}\n"
  print "  private static final String CALLS =\n      \"\""
}
$1 == "call" {
  printf "          + \"%s \"\n", $2
  next
}
$1 == "source" {
  source = $2
  next
}
!started {
  print "          + \"\";\n\n  private static final String BYTES =\n      \"\""
  started = 1
}
{
  printf "          + \""
  for (i = 1; i <= NF; i++) printf "\\%03o", $i
  print "\""
}
END {
  print "          + \"\";\n\n  /** A fresh copy, for PAGE_CODE. */\n  public static byte[] bytes() {"
  print "    return BYTES.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);\n  }\n"
  print "  /** Names what the code is made from: the same whatever the compiler makes of it. */"
  printf "  public static String source() {\n    return \"%08x\";\n  }\n\n", source
  print "  /** The names of the calls that the hook can make, unless they might block. */"
  print "  public static String[] calls() {\n    return CALLS.trim().split(\" \");\n  }\n}"
}
