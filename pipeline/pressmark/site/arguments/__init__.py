"""What an address asks for, understood before it is answered, or refused with a sentence."""
