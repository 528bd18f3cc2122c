// Programs that work for somebody else (MITRE ATT&CK T1496, "Resource Hijacking"), and how programs are hidden (T1027.002, "Software Packing").

rule crypto_miner
{
  meta:
    description = "Miner of a crypto currency, or what one is told"
    severity = "critical"
  strings:
    $pool = /stratum\+(tcp|ssl|tls|udp):\/\/[a-z0-9.-]{4,253}:\d{2,5}/ nocase
    $miner = /\b(xmrig|xmr-stak|cpuminer|minerd|nbminer|t-rex)\b/ nocase
    $algorithm = /\b(randomx|cryptonight|kawpow|ethash)\b/ nocase
    $share = /\bdonate-level\b/
  condition:
    2 of them and ($pool or $share)
}

rule packed_program
{
  meta:
    description = "Program of Linux that unpacks itself as it starts (UPX), so that nobody sees what is in it"
    severity = "medium"
  strings:
    $upx = "UPX!"
    $notice = "$Info: This file is packed with the UPX executable packer"
  condition:
    uint32be(0) == 0x7f454c46 and ($notice or ($upx in (0..1024) and $upx in (filesize - 512..filesize)))
}
