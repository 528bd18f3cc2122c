// Packages that act as they are installed or loaded (MITRE ATT&CK T1195.001, "Compromise Software Dependencies and Development Tools").

rule package_that_fetches_as_it_is_installed
{
  meta:
    description = "Script of package.json that runs what it fetches"
    severity = "critical"
  strings:
    $script = /"(pre|post)?install"\s*:\s*"[^"\n]{0,400}\b(curl|wget)\b[^"\n]{0,400}\|\s*(sudo\s+)?((ba|da|z)?sh|node|python3?)\b/
  condition:
    filesize < 1MB and $script
}

rule environment_sent_away
{
  meta:
    description = "Script that sends the whole environment, and so its secrets, to a collector"
    severity = "critical"
  strings:
    $javascript = /JSON\.stringify\s*\(\s*process\.env\s*\)/
    $python = /(json\.dumps|str|urlencode)\s*\(\s*(dict\s*\(\s*)?os\.environ\b/
    $collector = /\b(webhook\.site|discord(app)?\.com\/api\/webhooks|api\.telegram\.org\/bot|hooks\.slack\.com\/services|pipedream\.net|burpcollaborator\.net|oastify\.com|interact\.sh|oast\.(fun|live|me|online|pro|site)|requestbin\.(com|net))\b/
  condition:
    filesize < 5MB and $collector and ($javascript or $python)
}

rule python_that_hides_what_it_runs
{
  meta:
    description = "Python that runs what it first unpacks from text"
    severity = "critical"
  strings:
    $hidden = /\b(exec|eval)\s*\(\s*((compile|marshal\.loads|zlib\.decompress|lzma\.decompress|base64\.b(16|32|64|85)decode|bytes\.fromhex|__import__\s*\(\s*['"](base64|zlib|marshal|lzma|codecs)['"]\s*\)\.\w+)\s*\(\s*){2,}/
  condition:
    filesize < 20MB and $hidden
}
