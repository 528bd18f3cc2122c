/**
 * Ports that are never open to the world. SSH and RDP: CIS AWS Foundations 5.0, 5.3 and 5.4; CIFS: 5.1.2; the rest:
 * AWS Security Hub EC2.19, "Security groups should not allow unrestricted access to ports with high risk".
 */
export const administrationPorts: readonly number[] = [22, 445, 3389];
export const highRiskPorts: readonly number[] = [
  ...administrationPorts,
  ...[20, 21, 23, 25, 110, 135, 143, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300],
];
