"""Answers for what moto lacks. One file a service in services/; docs/emulator.md says how to write one."""
