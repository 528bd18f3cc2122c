// Programs that hand a command line to somebody outside (MITRE ATT&CK T1059, "Command and Scripting Interpreter").

rule reverse_shell_of_bash
{
  meta:
    description = "Shell whose input and output lead to another host"
    severity = "critical"
  strings:
    $bash = /\bbash\s+-i\s*>&\s*\/dev\/(tcp|udp)\/[^\s\/]{1,253}\/\d{1,5}/
    $descriptor = /\bexec\s+\d{1,3}<>\s*\/dev\/tcp\/[^\s\/]{1,253}\/\d{1,5}\s*;[^\n]{0,80}\bsh\b[^\n]{0,40}<&\d/
    $netcat = /\b(nc|ncat|netcat)\s+(-[a-z]+\s+)*-[a-z]*e\s*\/bin\/(ba|da|z)?sh\s+\S+\s+\d{1,5}/
  condition:
    any of them
}

rule reverse_shell_of_python
{
  meta:
    description = "Python that gives a shell to a connection"
    severity = "critical"
  strings:
    $input = /\bdup2\s*\(\s*\w+\.fileno\s*\(\s*\)\s*,\s*0\s*\)/
    $connect = /\.connect\s*\(\s*\(/
    $shell = /(pty\.spawn|subprocess\.(call|run|Popen)|os\.(system|execl?v?p?))\s*\(\s*\[?\s*['"]\/bin\/(ba|da|z)?sh/
  condition:
    filesize < 5MB and all of them
}
