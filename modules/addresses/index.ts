export { AddressError, contains, formatCidr, lastOf, parseCidr, partOf, sizeOf, worldOf, type Cidr, type Family } from "./cidr";
