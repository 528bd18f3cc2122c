// Pages that run what a visitor sends (MITRE ATT&CK T1505.003, "Server Software Component: Web Shell").

rule php_web_shell
{
  meta:
    description = "PHP that runs what a visitor sends"
    severity = "critical"
  strings:
    $run = /\b(eval|assert|system|shell_exec|passthru|popen|proc_open|pcntl_exec|exec)\s*\(\s*((base64_decode|gzinflate|str_rot13|urldecode|stripslashes|trim)\s*\(\s*)*@?\$_(GET|POST|REQUEST|COOKIE|SERVER\[\s*['"]HTTP_)/ nocase
    $backticks = /`\s*\{?\$_(GET|POST|REQUEST|COOKIE)\b/
    $php = "<?"
  condition:
    filesize < 5MB and $php and ($run or $backticks)
}

rule jsp_web_shell
{
  meta:
    description = "JSP that runs what a visitor sends"
    severity = "critical"
  strings:
    $run = /(getRuntime\s*\(\s*\)\s*\.\s*exec|new\s+ProcessBuilder)\s*\([^;]{0,120}request\s*\.\s*get(Parameter|Header)\s*\(/
    $jsp = "<%"
  condition:
    filesize < 5MB and $jsp and $run
}

rule script_in_picture
{
  meta:
    description = "Picture that holds a script of the server"
    severity = "critical"
  strings:
    $php = /<\?php\s/
    $jsp = /<%@\s*page\s/
  condition:
    (uint32be(0) == 0x89504e47 or uint32be(0) == 0x47494638 or uint16be(0) == 0xffd8) and ($php or $jsp)
}
