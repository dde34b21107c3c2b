"""What a requester does himself: read his tickets, and hand in what he has to say."""
