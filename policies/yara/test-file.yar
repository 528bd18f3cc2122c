// Harmless by agreement (European Institute for Computer Antivirus Research): whoever plants it wants to see that somebody looks. The string is
// written as a pattern, so that this file is no finding itself.
rule eicar_test_file
{
  meta:
    description = "EICAR antivirus test file"
    severity = "critical"
  strings:
    $name = /\$EICAR-(STANDARD)-ANTIVIRUS-TEST-FILE!/
  condition:
    $name
}
